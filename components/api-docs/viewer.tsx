"use client";
import "swagger-ui-dist/swagger-ui.css";
import "./viewer.css";
import { useEffect, useRef } from "react";
import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle.js";

/** Swagger UI for Phase's own document, served by Phase. Read requests may be tried, with the session's permissions. */
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
      // Swagger UI renders its own <main>, and this page already has one.
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

/** Swagger UI has its own dark theme, under a class on the root. */
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
