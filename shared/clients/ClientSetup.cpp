#include "clients/ClientSetup.h"

#include <QCoreApplication>

namespace lanyard {
namespace {

/// Where no key is given. Nobody can read one back.
const QString kKeyGap = QStringLiteral("sk-lan-...");

QString words(const char* source)
{
    return QCoreApplication::translate("clients", source);
}

/// Inside double quotes of JSON, TOML, JavaScript and Python alike.
QString quoted(QString text)
{
    text.replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\""));
    return u'"' + text + u'"';
}

/// For a POSIX shell.
QString shellQuoted(QString text)
{
    return u'\'' + text.replace(u'\'', QStringLiteral("'\\''")) + u'\'';
}

struct Texts
{
    QString url;
    QString root; ///< without the version path
    QString model;
    QString key;
};

QString filled(const char* text, const Texts& t)
{
    // Marks that no value contains by accident; the order does not matter then.
    return QString::fromUtf8(text)
        .replace(QLatin1String("<URL>"), t.url)
        .replace(QLatin1String("<ROOT>"), t.root)
        .replace(QLatin1String("<Q-URL>"), quoted(t.url))
        .replace(QLatin1String("<Q-ROOT>"), quoted(t.root))
        .replace(QLatin1String("<Q-MODEL>"), quoted(t.model))
        .replace(QLatin1String("<Q-KEY>"), quoted(t.key))
        .replace(QLatin1String("<S-KEY>"), shellQuoted(t.key))
        .replace(QLatin1String("<S-MODEL>"), shellQuoted(t.model))
        .replace(QLatin1String("<MODEL>"), t.model)
        .replace(QLatin1String("<KEY>"), t.key);
}

constexpr const char* kCurl = R"(curl <URL>/chat/completions \
  -H "Authorization: Bearer <KEY>" \
  -H "Content-Type: application/json" \
  -d '{"model": <Q-MODEL>, "messages": [{"role": "user", "content": "Hello"}]}')";

constexpr const char* kPython = R"(from openai import OpenAI

client = OpenAI(base_url=<Q-URL>, api_key=<Q-KEY>)
answer = client.chat.completions.create(
    model=<Q-MODEL>,
    messages=[{"role": "user", "content": "Hello"}],
)
print(answer.choices[0].message.content))";

constexpr const char* kNode = R"(import OpenAI from "openai";

const client = new OpenAI({ baseURL: <Q-URL>, apiKey: <Q-KEY> });
const answer = await client.chat.completions.create({
  model: <Q-MODEL>,
  messages: [{ role: "user", content: "Hello" }],
});
console.log(answer.choices[0].message.content);)";

constexpr const char* kCodex = R"(# ~/.codex/config.toml
model = <Q-MODEL>
model_provider = "lanyard"

[model_providers.lanyard]
name = "Lanyard"
base_url = <Q-URL>
env_key = "LANYARD_API_KEY"
wire_api = "responses"

# then, in a terminal:
# export LANYARD_API_KEY=<S-KEY>
# codex)";

constexpr const char* kClaudeCode = R"(export ANTHROPIC_BASE_URL=<ROOT>
export ANTHROPIC_AUTH_TOKEN=<S-KEY>
export ANTHROPIC_MODEL=<S-MODEL>
claude)";

constexpr const char* kOpencode = R"({
  "$schema": "https://opencode.ai/config.json",
  "provider": {
    "lanyard": {
      "npm": "@ai-sdk/openai-compatible",
      "name": "Lanyard",
      "options": { "baseURL": <Q-URL>, "apiKey": <Q-KEY> },
      "models": { <Q-MODEL>: {} }
    }
  }
})";

constexpr const char* kGeminiCli = R"(export GOOGLE_GEMINI_BASE_URL=<ROOT>
export GEMINI_API_KEY=<S-KEY>
gemini -m <S-MODEL>)";

constexpr const char* kCherryStudio = R"(Provider type:  OpenAI
API host:       <ROOT>
API key:        <KEY>
Model:          <MODEL>)";

constexpr const char* kNextChat = R"(BASE_URL=<ROOT>
OPENAI_API_KEY=<KEY>
CUSTOM_MODELS=-all,+<MODEL>)";

constexpr const char* kOpenWebUi = R"(OPENAI_API_BASE_URL=<URL>
OPENAI_API_KEY=<KEY>)";

constexpr const char* kContinue = R"(name: Lanyard
version: 1.0.0
schema: v1
models:
  - name: <Q-MODEL>
    provider: openai
    model: <Q-MODEL>
    apiBase: <Q-URL>
    apiKey: <Q-KEY>
    roles: [chat, edit, apply])";

} // namespace

QString withoutVersion(const QUrl& endpoint)
{
    QString text = endpoint.toString();
    if (text.endsWith(QLatin1String("/v1")))
        text.chop(3);
    return text;
}

std::vector<ClientSetup> clientSetups(const ClientTarget& target)
{
    const Texts t{target.endpoint.toString(), withoutVersion(target.endpoint), target.model.isEmpty() ? QStringLiteral("MODEL") : target.model,
                  target.key.isEmpty() ? kKeyGap : target.key};
    const auto one = [&](const char* id, const char* title, const QString& place, const char* text) {
        return ClientSetup{QLatin1String(id), QLatin1String(title), place, filled(text, t)};
    };
    const QString terminal = words(QT_TRANSLATE_NOOP("clients", "In a terminal"));
    return {
        one("curl", "curl", terminal, kCurl),
        one("python", "OpenAI SDK for Python", words(QT_TRANSLATE_NOOP("clients", "In your program; pip install openai")), kPython),
        one("node", "OpenAI SDK for Node.js", words(QT_TRANSLATE_NOOP("clients", "In your program; npm install openai")), kNode),
        one("codex", "Codex", words(QT_TRANSLATE_NOOP("clients", "In the file ~/.codex/config.toml")), kCodex),
        one("claude-code", "Claude Code", terminal, kClaudeCode),
        one("opencode", "opencode", words(QT_TRANSLATE_NOOP("clients", "In the file opencode.json of your project, or ~/.config/opencode/opencode.json")), kOpencode),
        one("gemini-cli", "Gemini CLI", terminal, kGeminiCli),
        one("cherry-studio", "Cherry Studio", words(QT_TRANSLATE_NOOP("clients", "Settings, Model Provider, Add")), kCherryStudio),
        one("nextchat", "NextChat", words(QT_TRANSLATE_NOOP("clients", "In the environment of the server, or Settings, Custom Endpoint")), kNextChat),
        one("open-webui", "Open WebUI", words(QT_TRANSLATE_NOOP("clients", "In the environment of the server, or Admin Settings, Connections")), kOpenWebUi),
        one("continue", "Continue", words(QT_TRANSLATE_NOOP("clients", "In the file ~/.continue/config.yaml")), kContinue),
    };
}

} // namespace lanyard
