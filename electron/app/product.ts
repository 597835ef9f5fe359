export const PRODUCT_NAME = 'Sentinel Command Center';

/** Name of files and of the program towards the operating system. */
export const APP_ID = 'sentinel-command-center';
