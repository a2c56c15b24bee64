"""追溯链: the chain of any record on screen, walked in both directions (architecture §1)."""
