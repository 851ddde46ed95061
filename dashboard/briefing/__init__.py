"""The weekly briefing: sentences, documents, pictures, and how they are written, kept, shown and sent."""
