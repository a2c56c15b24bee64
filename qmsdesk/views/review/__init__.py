"""管理评审 (6.8, GB/T 19001 9.3): inputs as a dated snapshot, decisions, conclusion."""
