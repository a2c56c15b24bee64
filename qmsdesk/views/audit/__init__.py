"""内部审核: the programme of the year, the audit at hand, its checklist and findings."""
