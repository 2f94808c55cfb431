import {
  mintedCredentials,
  readers,
  rotatingSecret,
  rotatingSecrets,
  rotationEvents,
  secretRows,
  thirdPartyCredentials,
} from "@/app/answers/answers";
import { sendAlong } from "@/app/answers/send-along";
import { EnvironmentSecrets } from "@/components/secrets/environment-secrets";

type EnvironmentPageProps = {
  params: Promise<{ appId: string; environmentId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function EnvironmentPage({ params, searchParams }: EnvironmentPageProps) {
  const { appId, environmentId } = await params;
  const { manage } = await searchParams;
  const ofManage =
    typeof manage === "string"
      ? [
          rotatingSecret(manage),
          mintedCredentials(manage),
          readers(manage),
          rotationEvents(manage),
          thirdPartyCredentials,
        ]
      : [];
  return await sendAlong(
    [secretRows(environmentId), rotatingSecrets(environmentId), ...ofManage],
    <EnvironmentSecrets key={environmentId} appId={appId} environmentId={environmentId} />,
  );
}
