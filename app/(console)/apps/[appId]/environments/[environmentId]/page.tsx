import { EnvironmentSecrets } from "@/components/secrets/environment-secrets";

type EnvironmentPageProps = { params: Promise<{ appId: string; environmentId: string }> };

export default async function EnvironmentPage({ params }: EnvironmentPageProps) {
  const { appId, environmentId } = await params;
  return <EnvironmentSecrets key={environmentId} appId={appId} environmentId={environmentId} />;
}
