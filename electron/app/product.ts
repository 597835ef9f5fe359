export const PRODUCT_NAME = 'Sentinel Command Center';

/** Name of the installed program towards Windows, which shows no notices of a program without one. */
export const WINDOWS_APP_ID = 'io.sentinel-command-center.desktop';

/** Name of files and of the program towards the operating system. */
export const APP_ID = 'sentinel-command-center';
