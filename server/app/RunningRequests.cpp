#include "app/RunningRequests.h"

#include "app/Worker.h"

#include <algorithm>
#include <string>

namespace lanyard {
namespace {

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

QString nameOf(RunningExchange::State state)
{
    switch (state) {
    case RunningExchange::State::Starting: return QStringLiteral("starting");
    case RunningExchange::State::Queued: return QStringLiteral("queued");
    case RunningExchange::State::Asked: return QStringLiteral("asked");
    case RunningExchange::State::Answering: return QStringLiteral("answering");
    case RunningExchange::State::Counting: return QStringLiteral("counting");
    }
    return {};
}

} // namespace

RunningInfo runningInfo(const RunningExchange& exchange)
{
    RunningInfo info;
    info.id = QString::number(exchange.id);
    info.requestId = text(exchange.requestId);
    info.time = exchange.time;
    info.user = text(exchange.user);
    info.key = text(exchange.key);
    info.model = text(exchange.model);
    info.provider = text(exchange.provider);
    info.credential = text(exchange.credential);
    info.state = nameOf(exchange.state);
    info.stream = exchange.stream;
    info.attempts = exchange.attempts;
    info.ms = static_cast<std::uint32_t>(exchange.age.count());
    if (exchange.firstByte)
        info.firstByteMs = static_cast<std::uint32_t>(exchange.firstByte->count());
    info.outputTokens = exchange.outputTokens;
    info.cost = exchange.cost;
    return info;
}

void RunningRequests::list(Done<RunningListResult> done)
{
    const std::uint64_t number = begin([done = std::move(done)](const Question& question) {
        RunningListResult result;
        result.total = question.total;
        std::vector<RunningExchange> all = question.exchanges;
        std::stable_sort(all.begin(), all.end(), [](const RunningExchange& a, const RunningExchange& b) { return a.time < b.time; });
        all.resize(std::min(all.size(), RunningListResult::kMostRunning));
        for (const RunningExchange& exchange : all)
            result.requests.push_back(runningInfo(exchange));
        done(std::move(result));
    });
    for (const auto& worker : m_workers) {
        worker->withExchanges([this, number](ExchangeRegistry& registry) {
            ExchangeRegistry::Running running = registry.running(RunningListResult::kMostRunning);
            m_mailbox.post([this, number, running = std::move(running)] {
                answer(number, [&](Question& question) {
                    question.total += running.total;
                    question.exchanges.insert(question.exchanges.end(), running.exchanges.begin(), running.exchanges.end());
                });
            });
        });
    }
}

void RunningRequests::stop(const QString& id, Done<Nothing> done)
{
    const std::string wanted = id.toStdString();
    const std::uint64_t number = begin([done = std::move(done), wanted](const Question& question) {
        if (question.stopped)
            return done(Nothing{});
        done(Error{ErrorCode::NotFound, "no request \"" + wanted + "\" is running; lanyard requests running lists those that are"});
    });
    for (const auto& worker : m_workers) {
        worker->withExchanges([this, number, wanted](ExchangeRegistry& registry) {
            const bool stopped = registry.stop(wanted);
            m_mailbox.post([this, number, stopped] { answer(number, [stopped](Question& question) { question.stopped |= stopped; }); });
        });
    }
}

std::uint64_t RunningRequests::begin(std::function<void(const Question&)> finish)
{
    Question question;
    question.open = m_workers.size();
    question.finish = std::move(finish);
    m_questions.emplace(m_next, std::move(question));
    return m_next++;
}

void RunningRequests::answer(std::uint64_t number, const std::function<void(Question&)>& add)
{
    const auto found = m_questions.find(number);
    if (found == m_questions.end())
        return;
    add(found->second);
    if (--found->second.open > 0)
        return;
    const Question question = std::move(found->second);
    m_questions.erase(found);
    question.finish(question);
}

} // namespace lanyard
