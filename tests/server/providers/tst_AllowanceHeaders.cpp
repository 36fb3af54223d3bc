#include "providers/AllowanceHeaders.h"
#include "support/TestMain.h"

#include <QDateTime>

using namespace lanyard;

namespace {

constexpr WallTime kNow{std::chrono::milliseconds{1'767'225'600'000}}; // 2026-01-01T00:00:00Z

/// "limit/remaining/reset in ms"; "-" for what is not known.
QString text(const std::optional<Allowance::Window>& window)
{
    if (!window)
        return QStringLiteral("-");
    return QStringLiteral("%1/%2/%3").arg(window->limit ? QString::number(*window->limit) : QStringLiteral("-")).arg(window->remaining)
        .arg(window->resetIn ? QString::number(window->resetIn->count()) : QStringLiteral("-"));
}

HttpHeaders headersOf(const QByteArray& lines)
{
    HttpHeaders headers;
    for (const QByteArray& line : lines.split('\n')) {
        const auto colon = line.indexOf(':');
        headers.add(line.left(colon).toStdString(), line.mid(colon + 1).trimmed().toStdString());
    }
    return headers;
}

} // namespace

class tst_AllowanceHeaders : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySpellingIsUnderstood_data()
    {
        QTest::addColumn<QByteArray>("lines");
        QTest::addColumn<QString>("requests");
        QTest::addColumn<QString>("tokens");
        const auto row = [](const char* name, QByteArray lines, const char* requests, const char* tokens) {
            QTest::newRow(name) << lines << QString::fromLatin1(requests) << QString::fromLatin1(tokens);
        };
        row("openai",
            "x-ratelimit-limit-requests: 60\nx-ratelimit-limit-tokens: 150000\nx-ratelimit-remaining-requests: 59\n"
            "x-ratelimit-remaining-tokens: 149984\nx-ratelimit-reset-requests: 1s\nx-ratelimit-reset-tokens: 6m0s",
            "60/59/1000", "150000/149984/360000");
        row("openai, in milliseconds", "x-ratelimit-remaining-requests: 3\nx-ratelimit-reset-requests: 20ms", "-/3/20", "-");
        row("groq, with fractions",
            "X-RateLimit-Limit-Requests: 14400\nX-RateLimit-Remaining-Requests: 14370\nX-RateLimit-Reset-Requests: 2m59.56s\n"
            "X-RateLimit-Limit-Tokens: 18000\nX-RateLimit-Remaining-Tokens: 17997\nX-RateLimit-Reset-Tokens: 7.66s",
            "14400/14370/179560", "18000/17997/7660");
        row("azure, bare seconds",
            "x-ratelimit-remaining-requests: 9\nx-ratelimit-limit-requests: 10\nx-ratelimit-reset-requests: 10\nx-ratelimit-remaining-tokens: 990",
            "10/9/10000", "-/990/-");
        row("anthropic",
            "anthropic-ratelimit-requests-limit: 50\nanthropic-ratelimit-requests-remaining: 49\n"
            "anthropic-ratelimit-requests-reset: 2026-01-01T00:00:30Z\nanthropic-ratelimit-tokens-limit: 80000\n"
            "anthropic-ratelimit-tokens-remaining: 79000\nanthropic-ratelimit-tokens-reset: 2026-01-01T00:01:00.500Z",
            "50/49/30000", "80000/79000/60500");
        row("anthropic, the tighter of input and output",
            "anthropic-ratelimit-input-tokens-limit: 1000\nanthropic-ratelimit-input-tokens-remaining: 900\n"
            "anthropic-ratelimit-output-tokens-limit: 1000\nanthropic-ratelimit-output-tokens-remaining: 0\n"
            "anthropic-ratelimit-output-tokens-reset: 2026-01-01T01:00:00+01:00",
            "-", "1000/0/0");
        row("cerebras, the tighter of day and minute",
            "x-ratelimit-limit-requests-day: 1000\nx-ratelimit-remaining-requests-day: 10\nx-ratelimit-reset-requests-day: 33011.38\n"
            "x-ratelimit-limit-tokens-minute: 60000\nx-ratelimit-remaining-tokens-minute: 60000\nx-ratelimit-reset-tokens-minute: 11.38",
            "1000/10/33011380", "60000/60000/11380");
        row("mistral",
            "x-ratelimit-limit-req-minute: 60\nx-ratelimit-remaining-req-minute: 0\nx-ratelimit-limit-tokens-minute: 500000\n"
            "x-ratelimit-remaining-tokens-minute: 499000",
            "60/0/-", "500000/499000/-");
        row("epoch in milliseconds", "X-RateLimit-Limit: 20\nX-RateLimit-Remaining: 0\nX-RateLimit-Reset: 1767225660000", "20/0/60000", "-");
        row("epoch in seconds", "x-ratelimit-remaining: 1\nx-ratelimit-reset: 1767225602", "-/1/2000", "-");
        row("a moment that has passed", "x-ratelimit-remaining: 1\nx-ratelimit-reset: 1767225500", "-/1/0", "-");
        row("ietf draft", "RateLimit-Limit: 100, 100;w=60\nRateLimit-Remaining: 50\nRateLimit-Reset: 30", "100/50/30000", "-");
        row("together", "x-ratelimit-remaining: 5\nx-tokenlimit-limit: 200\nx-tokenlimit-remaining: 100", "-/5/-", "200/100/-");
        row("a day and hours", "x-ratelimit-remaining-tokens: 1\nx-ratelimit-reset-tokens: 1d2h3m4s5ms", "-", "-/1/93784005");
        row("below zero is nothing", "x-ratelimit-remaining-requests: -3\nx-ratelimit-reset-requests: 1m30s", "-/0/90000", "-");
        row("a limit alone says nothing", "x-ratelimit-limit-requests: 60\nx-ratelimit-reset-requests: 1s", "-", "-");
        row("other things that are limited", "x-ratelimit-remaining-images: 0\nx-ratelimit-remaining-project-requests: 0", "-", "-");
        row("nonsense", "x-ratelimit-remaining-requests: many\nx-ratelimit-remaining-tokens: 7\nx-ratelimit-reset-tokens: soon", "-", "-/7/-");
        row("a unit that is none", "x-ratelimit-remaining: 7\nx-ratelimit-reset: 5 fortnights", "-/7/-", "-");
        row("longer than any window", "x-ratelimit-remaining: 7\nx-ratelimit-reset: 1e300h", "-/7/2678400000", "-");
        row("none", "content-type: text/plain\nretry-after: 3", "-", "-");
        row("empty values", "x-ratelimit-remaining-requests: \nx-ratelimit-reset: ", "-", "-");
    }
    void everySpellingIsUnderstood()
    {
        QFETCH(QByteArray, lines);
        QFETCH(QString, requests);
        QFETCH(QString, tokens);
        const Allowance allowance = allowanceOf(headersOf(lines), kNow);
        QCOMPARE(text(allowance.requests), requests);
        QCOMPARE(text(allowance.tokens), tokens);
        QCOMPARE(allowance.empty(), requests == QLatin1String("-") && tokens == QLatin1String("-"));
    }
};

LANYARD_TEST(tst_AllowanceHeaders)
#include "tst_AllowanceHeaders.moc"
