"""指标跟踪: the indicators of all nine categories with their months, their trend and their evidence (6.9.5)."""
