/** Python that goes into a bundle as text. */
declare module "*.py" {
  const source: string;
  export default source;
}
