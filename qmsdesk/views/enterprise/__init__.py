"""企业档案: the one enterprise with its size, what speaks against taking part, and the self-check."""
