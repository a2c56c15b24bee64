"""质量诊断: the report with its opinions on one page."""
