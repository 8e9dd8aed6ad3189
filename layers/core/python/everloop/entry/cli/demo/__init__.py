"""The demo: two laps of the loop on a folder of pictures, or on scenes that it draws itself."""
