#include "SoakTraffic.h"

#include "BadRequests.h"

#include <QUuid>

using namespace Qt::StringLiterals;

namespace lanyard::test {

SoakTraffic::SoakTraffic(SoakWorld& world) : m_world(world)
{
    // Together about ten requests a second: enough to be always in the middle of everything, too little to be a benchmark.
    every(250, &SoakTraffic::plainCall);
    every(500, &SoakTraffic::stream);
    every(700, &SoakTraffic::abort);
    every(5000, &SoakTraffic::slowReader);
    every(300, &SoakTraffic::badClient);
    every(3000, &SoakTraffic::command);
    connect(&m_owner, &QProcess::finished, this, [this](int exitCode) {
        --m_running;
        ++m_counts["command"];
        if (exitCode != 0)
            m_problems += u"a command failed: "_s + m_owner.arguments().join(u' ') + u": "_s + QString::fromUtf8(m_owner.readAllStandardError());
    });
}

SoakTraffic::~SoakTraffic() = default;

void SoakTraffic::every(int milliseconds, void (SoakTraffic::*act)())
{
    auto timer = std::make_unique<QTimer>();
    timer->setInterval(milliseconds);
    connect(timer.get(), &QTimer::timeout, this, act);
    m_timers.push_back(std::move(timer));
}

void SoakTraffic::start()
{
    for (const auto& timer : m_timers)
        timer->start();
}

void SoakTraffic::pause()
{
    for (const auto& timer : m_timers)
        timer->stop();
}

void SoakTraffic::plainCall()
{
    chat("plain", dice(2) == 0 ? "steady" : "faulty", false, {});
}

void SoakTraffic::stream()
{
    chat("stream", dice(3) == 0 ? "faulty" : "paced", true, {});
}

void SoakTraffic::abort()
{
    SoakPlan plan;
    plan.abortAfter = 1 + dice(4000);
    chat("abort", "paced", true, std::move(plan));
}

void SoakTraffic::slowReader()
{
    SoakPlan plan;
    plan.reading = dice(3) == 0 ? SoakPlan::Reading::Never : SoakPlan::Reading::Slow;
    chat("slow reader", "long", true, std::move(plan));
}

void SoakTraffic::badClient()
{
    SoakPlan plan;
    plan.bytes = badRequests()[dice(static_cast<int>(badRequests().size()))];
    begin("bad client", plan, [this, bytes = plan.bytes](const SoakEnd& end) {
        if (end.status < 400)
            m_problems += u"a bad request got %1: "_s.arg(end.status) + QString::fromLatin1(bytes.left(80));
    });
}

void SoakTraffic::command()
{
    if (m_owner.state() != QProcess::NotRunning)
        return;
    ++m_running;
    m_owner.start(QStringLiteral(LANYARD_PROGRAM), QStringList{u"--admin-socket"_s, m_world.service().socket()} + m_world.nextCommand());
}

void SoakTraffic::chat(const char* kind, const QByteArray& model, bool streamed, SoakPlan plan, const QByteArray& more)
{
    const QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const QByteArray key = dice(8) == 0 ? SoakWorld::limitedKey() : SoakWorld::payerKey();
    plan.bytes = SoakWorld::chat(key, model, streamed, id.toUtf8(), more);
    begin(kind, std::move(plan), [this, id, streamed](const SoakEnd& end) { m_fates.insert(id, fateOf(end, streamed)); });
}

Fate SoakTraffic::fateOf(const SoakEnd& end, bool streamed) const
{
    if (end.left)
        return Fate::Left;
    if (end.status >= 400)
        return Fate::Refused;
    return end.whole && (end.done || !streamed) ? Fate::Complete : Fate::Broken;
}

void SoakTraffic::begin(const char* kind, SoakPlan plan, std::function<void(const SoakEnd&)> judge)
{
    ++m_running;
    new SoakCall(m_world.port(), std::move(plan), [this, kind, judge = std::move(judge)](const SoakEnd& end) {
        --m_running;
        ++m_counts[kind];
        if (end.stuck)
            m_problems += QString::fromLatin1(kind) + u": neither an answer nor a hang-up"_s;
        judge(end);
    }, this);
}

} // namespace lanyard::test
