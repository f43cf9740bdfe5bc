"""How statements are run: prepared, many rows at a time, in savepoints. Every noun's statements come through here."""
