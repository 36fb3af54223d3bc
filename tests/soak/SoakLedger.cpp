#include "SoakLedger.h"

#include "integration/HttpClient.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace lanyard::test {
namespace {

/// A row carries the time at which its request began, and is written when it ended.
constexpr int kLongestSeconds = 45;
constexpr qint64 kOutputNano = 10'000; ///< of a token of output, by the world's price
constexpr qint64 kCent = 10'000'000;

/// "12.345678901" -> nano-dollars.
qint64 nano(const QString& amount)
{
    const qsizetype point = amount.indexOf(u'.');
    const QString fraction = point < 0 ? QString() : amount.mid(point + 1);
    const QString digits = (point < 0 ? amount : amount.left(point)) + fraction.leftJustified(9, u'0', true);
    return digits.toLongLong();
}

bool isServed(const QString& outcome)
{
    return outcome == u"ok"_s || outcome == u"client_gone"_s || outcome == u"truncated"_s;
}

bool fits(Fate fate, const QString& outcome)
{
    switch (fate) {
    case Fate::Complete: return outcome == u"ok"_s;
    case Fate::Refused: return outcome == u"failed"_s || outcome == u"refused"_s;
    case Fate::Broken: return outcome == u"truncated"_s || outcome == u"client_gone"_s || outcome == u"failed"_s;
    case Fate::Left: return !outcome.isEmpty() && outcome != u"truncated"_s && outcome != u"lost"_s;
    }
    return false;
}

} // namespace

void SoakLedger::collect()
{
    const QString since = m_from.toString(Qt::ISODate);
    const QDateTime next = QDateTime::currentDateTimeUtc().addSecs(-kLongestSeconds);
    const auto output = m_world.service().run({u"requests"_s, u"--json"_s, u"--limit"_s, u"10000"_s, u"--since"_s, since});
    expect(output.exitCode == 0, u"requests: "_s + QString::fromUtf8(output.err));
    for (const QByteArray& line : output.out.split('\n')) {
        const QJsonObject row = QJsonDocument::fromJson(line).object();
        if (!row.isEmpty())
            m_rows.insert(row.value(u"id"_s).toString(), {row.value(u"request_id"_s).toString(), row.value(u"outcome"_s).toString(),
                                                          row.value(u"user"_s).toString(), nano(row.value(u"cost"_s).toString())});
    }
    m_from = std::max(m_from, next);
}

QStringList SoakLedger::check(const QHash<QString, Fate>& fates)
{
    collect();
    checkFates(fates);
    checkSums();
    checkPurse();
    return m_problems;
}

void SoakLedger::checkFates(const QHash<QString, Fate>& fates)
{
    QHash<QString, QString> outcomes;
    for (const Row& row : std::as_const(m_rows)) {
        expect(!outcomes.contains(row.requestId), u"the request %1 is booked twice"_s.arg(row.requestId));
        outcomes.insert(row.requestId, row.outcome);
        expect(fates.contains(row.requestId), u"nobody sent the request %1"_s.arg(row.requestId));
    }
    for (auto fate = fates.begin(); fate != fates.end(); ++fate) {
        const QString outcome = outcomes.value(fate.key());
        expect(fits(fate.value(), outcome), u"the request %1 ended as %2 for its client and as \"%3\" in the books"_s
                                                .arg(fate.key()).arg(static_cast<int>(fate.value())).arg(outcome));
    }
}

void SoakLedger::checkSums()
{
    qint64 served = 0;
    qint64 failed = 0;
    qint64 cost = 0;
    for (const Row& row : std::as_const(m_rows)) {
        ++(isServed(row.outcome) ? served : failed);
        cost += row.cost;
    }
    const QJsonArray sums = m_world.service().run({u"usage"_s, u"--by"_s, u"user"_s, u"--json"_s}).json().value(u"rows"_s).toArray();
    qint64 servedSum = 0;
    qint64 failedSum = 0;
    qint64 costSum = 0;
    for (const auto& sum : sums) {
        servedSum += sum.toObject().value(u"requests"_s).toInteger();
        failedSum += sum.toObject().value(u"failed"_s).toInteger();
        costSum += nano(sum.toObject().value(u"cost"_s).toString());
    }
    expect(served == servedSum, u"usage adds up %1 served requests, the rows are %2"_s.arg(servedSum).arg(served));
    expect(failed == failedSum, u"usage adds up %1 failed requests, the rows are %2"_s.arg(failedSum).arg(failed));
    expect(cost == costSum, u"usage adds up %1 nano-dollars, the rows %2"_s.arg(costSum).arg(cost));
}

void SoakLedger::checkPurse()
{
    qint64 spent = 0;
    for (const Row& row : std::as_const(m_rows))
        spent += row.user == u"payer"_s ? row.cost : 0;
    const QJsonObject payer = m_world.service().run({u"user"_s, u"show"_s, u"payer"_s, u"--json"_s}).json();
    const qint64 balance = nano(payer.value(u"balance"_s).toString());
    expect(balance == SoakWorld::kOpeningBalance - spent, u"the balance is %1, the rows leave %2"_s.arg(balance).arg(SoakWorld::kOpeningBalance - spent));
    // What is still reserved cannot be reserved again: a request for all but two cents goes through, one for more does not.
    expect(statusOfWholeBalance(balance, 2 * kCent) == 402, u"a request for more than the balance was let in"_s);
    expect(statusOfWholeBalance(balance, -2 * kCent) == 200, u"part of the balance is still reserved"_s);
}

int SoakLedger::statusOfWholeBalance(qint64 balance, qint64 more) const
{
    const QByteArray body = "{\"model\":\"steady\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}],\"max_tokens\":" +
                            QByteArray::number((balance + more) / kOutputNano) + "}";
    return HttpClient().post(m_world.service().url() + u"/v1/chat/completions"_s, SoakWorld::payerKey(), body).status;
}

void SoakLedger::expect(bool holds, const QString& what)
{
    if (!holds)
        m_problems += what;
}

} // namespace lanyard::test
