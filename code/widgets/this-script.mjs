// What `import.meta.url` is in a module, for a classic script: see classic.mjs.
export const downhillScript = document.currentScript?.src;
