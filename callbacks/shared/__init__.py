"""The wiring that several pages share; pages import from here and never from each other."""
