/* The least that is a library of a plugin. */
const void *kartoteka_plugin(void) { return 0; }
