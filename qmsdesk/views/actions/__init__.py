"""不符合与纠正 (6.8.2, GB/T 19001 10.2, 8.7): the list, the line of states, causes and ages."""
