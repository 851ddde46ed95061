"""Supervision scores 督办考核: the rules, the pure scoring, and what the store is asked for it."""
