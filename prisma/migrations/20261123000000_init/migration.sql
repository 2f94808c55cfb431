-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "role" AS ENUM ('owner', 'admin', 'developer', 'viewer');

-- CreateEnum
CREATE TYPE "credential_validity" AS ENUM ('valid', 'invalid');

-- CreateEnum
CREATE TYPE "pause_reason" AS ENUM ('manual', 'failure');

-- CreateEnum
CREATE TYPE "credential_state" AS ENUM ('SENDING', 'MINTED', 'ACTIVE', 'EXPIRING', 'REVOKING', 'REVOKED', 'FAILED', 'UNKNOWN', 'DISCARDED');

-- CreateEnum
CREATE TYPE "output_name" AS ENUM ('api_key', 'key_id', 'service_account_id');

-- CreateTable
CREATE TABLE "instance" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "instance_id" UUID NOT NULL,
    "canary" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "instance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organisation" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organisation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "password_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "member" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" "role" NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "member_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "ended_at" TIMESTAMPTZ(6),
    "ip" TEXT,
    "user_agent" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "app" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "app_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "environment" (
    "id" UUID NOT NULL,
    "app_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "environment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "third_party_credential" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "key_hint" TEXT NOT NULL,
    "envelope" TEXT NOT NULL,
    "status" "credential_validity" NOT NULL DEFAULT 'valid',
    "last_failure_message" TEXT,
    "last_validated_at" TIMESTAMPTZ(6) NOT NULL,
    "provider_organisation" TEXT,
    "parked_until" TIMESTAMPTZ(6),
    "version" INTEGER NOT NULL DEFAULT 1,
    "deleted_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "third_party_credential_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rotating_secret" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "environment_id" UUID,
    "third_party_credential_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "project_id" TEXT NOT NULL,
    "project_name" TEXT NOT NULL,
    "name_template" TEXT NOT NULL,
    "rotation_interval_seconds" INTEGER NOT NULL,
    "revocation_delay_seconds" INTEGER NOT NULL,
    "pause_reason" "pause_reason",
    "paused_at" TIMESTAMPTZ(6),
    "next_rotation_at" TIMESTAMPTZ(6) NOT NULL,
    "retry_at" TIMESTAMPTZ(6),
    "rotate_requested_at" TIMESTAMPTZ(6),
    "break_glass_requested_at" TIMESTAMPTZ(6),
    "failure_count" INTEGER NOT NULL DEFAULT 0,
    "last_failure_at" TIMESTAMPTZ(6),
    "last_failure_code" TEXT,
    "last_failure_message" TEXT,
    "lease_until" TIMESTAMPTZ(6),
    "lease_owner" TEXT,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "last_epoch" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(6),

    CONSTRAINT "rotating_secret_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "minted_credential" (
    "id" UUID NOT NULL,
    "rotating_secret_id" UUID NOT NULL,
    "third_party_credential_id" UUID NOT NULL,
    "state" "credential_state" NOT NULL,
    "service_account_name" TEXT NOT NULL,
    "project_id" TEXT NOT NULL,
    "provider_organisation" TEXT,
    "fence" INTEGER NOT NULL,
    "service_account_id" TEXT,
    "key_id" TEXT,
    "envelope" TEXT,
    "sent_at" TIMESTAMPTZ(6) NOT NULL,
    "minted_at" TIMESTAMPTZ(6),
    "exposed_at" TIMESTAMPTZ(6),
    "replaced_at" TIMESTAMPTZ(6),
    "revoke_at" TIMESTAMPTZ(6),
    "revoked_at" TIMESTAMPTZ(6),
    "key_expires_at" TIMESTAMPTZ(6),
    "next_check_at" TIMESTAMPTZ(6),
    "lease_until" TIMESTAMPTZ(6),
    "watch_until" TIMESTAMPTZ(6),
    "checks" INTEGER NOT NULL DEFAULT 0,
    "clean_listings" INTEGER NOT NULL DEFAULT 0,
    "failure_count" INTEGER NOT NULL DEFAULT 0,
    "last_failure_at" TIMESTAMPTZ(6),
    "last_failure_code" TEXT,
    "last_failure_message" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "minted_credential_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "secret" (
    "id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "comment" TEXT NOT NULL DEFAULT '',
    "envelope" TEXT,
    "rotating_secret_id" UUID,
    "output" "output_name",
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "secret_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event" (
    "id" UUID NOT NULL,
    "rotating_secret_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "type" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "ip" TEXT,
    "user_agent" TEXT,
    "credential_id" UUID,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "action" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "ip" TEXT,
    "user_agent" TEXT,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT,
    "subject_name" TEXT,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "service_token" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "token_hint" TEXT NOT NULL,
    "scopes" TEXT[],
    "environment_ids" UUID[],
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(6),
    "last_used_at" TIMESTAMPTZ(6),
    "revoked_at" TIMESTAMPTZ(6),
    "created_by" TEXT NOT NULL,

    CONSTRAINT "service_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "worker_heartbeat" (
    "worker_id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(6) NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "worker_heartbeat_pkey" PRIMARY KEY ("worker_id")
);

-- CreateTable
CREATE TABLE "rate_limiter_flexible" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL,
    "expire" TIMESTAMP(3),

    CONSTRAINT "rate_limiter_flexible_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE INDEX "member_user_id_idx" ON "member"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "member_organisation_id_user_id_key" ON "member"("organisation_id", "user_id");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "app_organisation_id_name_key" ON "app"("organisation_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "environment_app_id_name_key" ON "environment"("app_id", "name");

-- CreateIndex
CREATE INDEX "third_party_credential_organisation_id_idx" ON "third_party_credential"("organisation_id");

-- CreateIndex
CREATE INDEX "rotating_secret_environment_id_idx" ON "rotating_secret"("environment_id");

-- CreateIndex
CREATE INDEX "rotating_secret_next_rotation_at_idx" ON "rotating_secret"("next_rotation_at");

-- CreateIndex
CREATE UNIQUE INDEX "minted_credential_service_account_name_key" ON "minted_credential"("service_account_name");

-- CreateIndex
CREATE INDEX "minted_credential_rotating_secret_id_idx" ON "minted_credential"("rotating_secret_id");

-- CreateIndex
CREATE INDEX "minted_credential_next_check_at_idx" ON "minted_credential"("next_check_at");

-- CreateIndex
CREATE UNIQUE INDEX "secret_environment_id_key_key" ON "secret"("environment_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "secret_rotating_secret_id_output_key" ON "secret"("rotating_secret_id", "output");

-- CreateIndex
CREATE INDEX "event_rotating_secret_id_id_idx" ON "event"("rotating_secret_id", "id");

-- CreateIndex
CREATE INDEX "audit_entry_organisation_id_id_idx" ON "audit_entry"("organisation_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "service_token_token_hash_key" ON "service_token"("token_hash");

-- CreateIndex
CREATE INDEX "service_token_organisation_id_idx" ON "service_token"("organisation_id");

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "app" ADD CONSTRAINT "app_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "environment" ADD CONSTRAINT "environment_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "app"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "third_party_credential" ADD CONSTRAINT "third_party_credential_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rotating_secret" ADD CONSTRAINT "rotating_secret_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rotating_secret" ADD CONSTRAINT "rotating_secret_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rotating_secret" ADD CONSTRAINT "rotating_secret_third_party_credential_id_fkey" FOREIGN KEY ("third_party_credential_id") REFERENCES "third_party_credential"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "minted_credential" ADD CONSTRAINT "minted_credential_rotating_secret_id_fkey" FOREIGN KEY ("rotating_secret_id") REFERENCES "rotating_secret"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "minted_credential" ADD CONSTRAINT "minted_credential_third_party_credential_id_fkey" FOREIGN KEY ("third_party_credential_id") REFERENCES "third_party_credential"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "secret" ADD CONSTRAINT "secret_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "secret" ADD CONSTRAINT "secret_rotating_secret_id_fkey" FOREIGN KEY ("rotating_secret_id") REFERENCES "rotating_secret"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event" ADD CONSTRAINT "event_rotating_secret_id_fkey" FOREIGN KEY ("rotating_secret_id") REFERENCES "rotating_secret"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_entry" ADD CONSTRAINT "audit_entry_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "service_token" ADD CONSTRAINT "service_token_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;
