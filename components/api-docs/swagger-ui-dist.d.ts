/** The only function of the package that is used. The package has no types. */
declare module "swagger-ui-dist/swagger-ui-es-bundle.js" {
  export default function SwaggerUI(options: {
    domNode: HTMLElement;
    url: string;
    /** Null: no other host validates the document. */
    validatorUrl: null;
    /** Methods that may be tried on the page. */
    supportedSubmitMethods: string[];
    deepLinking: boolean;
    docExpansion: "none" | "list" | "full";
    defaultModelsExpandDepth: number;
    onComplete: () => void;
  }): unknown;
}
