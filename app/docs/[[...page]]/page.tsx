import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DocumentPage } from "@/components/docs/document-page";
import { type Document, documents } from "@/lib/documents/documents";
import { searchDocuments } from "@/lib/documents/search";

type Props = {
  params: Promise<{ page?: string[] }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: documentAt(await params)?.title ?? "Page not found" };
}

/** Help is public, because programs get errors before they sign in, and people who can't sign in need it most. */
export default async function Page({ params, searchParams }: Props) {
  const document = documentAt(await params);
  if (document === undefined) notFound();
  const { search } = await searchParams;
  const question = typeof search === "string" ? search.slice(0, 200) : "";
  return (
    <DocumentPage
      document={document}
      contents={
        documents()
          .get("/docs")
          ?.links.filter(({ heading }) => heading !== "Questions") ?? []
      }
      question={question}
      found={searchDocuments(question)}
    />
  );
}

function documentAt({ page = [] }: { page?: string[] }): Document | undefined {
  return documents().get(["/docs", ...page].join("/"));
}
