import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
throw new Error("apache-arrow is left out of this bundle: scripts/without-arrow.ts");
