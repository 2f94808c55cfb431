/** .env files of the shapes that frameworks and hosters hand out. Every reader gets the same out of each. */
export const FILES: readonly string[] = [
  // Laravel's
  `APP_NAME=Laravel
APP_ENV=local
APP_KEY=
APP_DEBUG=true
APP_URL=http://localhost

LOG_CHANNEL=stack
LOG_LEVEL=debug

DB_CONNECTION=mysql
DB_HOST=127.0.0.1
DB_PORT=3306
DB_DATABASE=laravel
DB_USERNAME=root
DB_PASSWORD=

MAIL_MAILER=smtp
MAIL_USERNAME=null
MAIL_FROM_ADDRESS="hello@example.com"
`,
  // Blanks after the equals sign, as people leave them where a value is to be filled in
  `# Copy to .env and fill in
OPENAI_API_KEY= 
OPENAI_ORG=\t
SERPAPI_API_KEY=
PINECONE_ENV = us-east1-gcp
PINECONE_INDEX =   my index  
EMPTY_QUOTED=""
EMPTY_SINGLE=''
LAST= `,
  // Django's and Flask's
  `export DJANGO_SETTINGS_MODULE=config.settings.production
export SECRET_KEY='d8$k2!v_@x(1&q^w=z%7*h'
export DEBUG=False   # never True in production
DATABASE_URL=postgres://app:p%40ss@db.internal:5432/app?sslmode=require
ALLOWED_HOSTS=example.com,.example.org
CSRF_TRUSTED_ORIGINS="https://example.com,https://www.example.com"
`,
  // Next.js and Auth.js
  `NEXT_PUBLIC_APP_URL="https://app.example.com"
NEXTAUTH_URL=http://localhost:3000
NEXTAUTH_SECRET="7yk0wP1cJ4T2pGf+QbZ4m3s0l8mV9j/8n3xR7uYt5aE="
GOOGLE_CLIENT_ID=1234-abc.apps.googleusercontent.com
STRIPE_WEBHOOK_SECRET='whsec_12+34/56=='
FEATURES={"beta":true,"limit":10}
GREETING=it's me
`,
  // Keys over several lines
  `APP_ID=12345
PRIVATE_KEY="-----BEGIN RSA PRIVATE KEY-----
MIIEowIBAAKCAQEA1c7+9z5Pad7OejecsQ0bu3aumqZ7+5Vq
AbC/dEf=
-----END RSA PRIVATE KEY-----
"
PRIVATE_KEY_ESCAPED="-----BEGIN KEY-----\\nabc\\n-----END KEY-----\\n"
CERTIFICATE='-----BEGIN CERTIFICATE-----
# not a comment
A=not a key
-----END CERTIFICATE-----'
AFTER=1
`,
  // Windows' paths and blanks
  `\r
TOOLS=C:\\Users\\me\\new folder\\table.exe
SHARE='\\server'
   INDENTED=yes
\tTABBED=yes
TRAILING=yes   \t

#COMMENTED=no
  # COMMENTED=no
SENTENCE=all the words of a sentence, without quotes.
EMOJI=🔑 schlüssel
`,
  // docker compose's
  `COMPOSE_PROJECT_NAME=shop
POSTGRES_PASSWORD='s3cr#t'
POSTGRES_USER="shop user"
TAG=v1.2.3-rc.1
CRON="*/5 * * * *"
JAVA_OPTS=-Xmx512m -Dfile.encoding=UTF-8 -Da=b
GLOB=/var/log/*.log
PRICE=$5
QUESTION=a?b&c=d;e|f<g>h
`,
  "",
  "\n\n",
  "# nothing but a comment",
  "ONE=1",
];
