"""来龙去脉: the chain of any record on screen, walked in both directions (architecture §1)."""
