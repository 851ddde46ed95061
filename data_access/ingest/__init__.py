"""Ingest: validate, locate, fold and roll up in one transaction; what breaks the contract is quarantined."""
