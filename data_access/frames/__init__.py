"""What each panel needs: frame(reader, view) gives one tidy DataFrame, in the language of the view."""
