"""工作计划: the ten stages over the months, their tasks, and what follows from the plan."""
