/** "wonderland" by bcrypt of cost 10, of Apache's htpasswd. */
export const STORED = '$2y$10$/udOBIVPZGTbFpDEcQT0KOCjGFP1a5IrU098/dfutRGMIET6htxoC';
