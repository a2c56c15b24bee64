"""提升方案: a version with its items, talks, opinions and deviations on one page."""
