"use client";
import "swagger-ui-dist/swagger-ui.css";
import "./viewer.css";
import { useEffect, useRef } from "react";
import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle.js";

/** Swagger UI over our own document, from our own host. Reading may be tried out there, with the session's rights. */
export default function Viewer() {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const domNode = place.current;
    if (domNode === null) return;
    SwaggerUI({
      domNode,
      url: "/api/v1/openapi.json",
      validatorUrl: null,
      supportedSubmitMethods: ["get"],
      deepLinking: true,
      docExpansion: "none",
      defaultModelsExpandDepth: -1,
      // Swagger UI draws a <main> of its own, and this page has one already.
      onComplete: () => {
        const operations = domNode.querySelector("main");
        operations?.setAttribute("role", "region");
        operations?.setAttribute("aria-label", "Operations");
      },
    });
    return () => domNode.replaceChildren();
  }, []);
  useEffect(followTheme, []);
  return <div ref={place} className="-mx-4 sm:-mx-5" />;
}

/** Swagger UI has a dark look of its own, under a class on the root. */
function followTheme(): () => void {
  const root = document.documentElement;
  const apply = () => root.classList.toggle("dark-mode", root.dataset.theme === "dark");
  const observer = new MutationObserver(apply);
  observer.observe(root, { attributeFilter: ["data-theme"] });
  apply();
  return () => {
    observer.disconnect();
    root.classList.remove("dark-mode");
  };
}
