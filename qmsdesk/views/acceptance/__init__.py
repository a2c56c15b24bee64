"""验收评价 beside the self-evaluation, and the plan of improvements that follows from both."""
