"use client";
import "./globals.css";
import RootError from "./error";

/** The outermost layout failed, so nothing of it is available. */
export default function GlobalError() {
  return (
    <html lang="en">
      <body>
        <title>Couldn&rsquo;t show this page · Phase</title>
        <RootError />
      </body>
    </html>
  );
}
