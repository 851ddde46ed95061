"""The weekly briefing's figures and what is significant about them; no words, no files."""
