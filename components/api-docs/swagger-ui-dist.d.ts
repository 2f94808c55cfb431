/** The one function of the package that is used here; it brings no types of its own. */
declare module "swagger-ui-dist/swagger-ui-es-bundle.js" {
  export default function SwaggerUI(options: {
    domNode: HTMLElement;
    url: string;
    /** Null: no other host is asked for an opinion of the document. */
    validatorUrl: null;
    /** Methods that may be tried out from the page. */
    supportedSubmitMethods: string[];
    deepLinking: boolean;
    docExpansion: "none" | "list" | "full";
    defaultModelsExpandDepth: number;
    onComplete: () => void;
  }): unknown;
}
