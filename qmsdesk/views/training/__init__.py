"""The page of 分层培训: cards of the tiers, list, coverage, plan of the year, evaluation."""
