#pragma once

#include "base/Mailbox.h"
#include "base/Result.h"
#include "gateway/ExchangeFeed.h"
#include "protocol/messages/LiveMessages.h"
#include "protocol/messages/ReportMessages.h"

#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

namespace lanyard {

class Worker;

RunningInfo runningInfo(const RunningExchange& exchange);

/// Asks every worker what it is doing, or to end one request, and puts the answers together. Costs the workers nothing
/// while nobody asks.
///
/// Lives in: main. A question that is still open when this goes is dropped there, and answered by nobody else.
class RunningRequests
{
public:
    template<class T>
    using Done = std::function<void(Result<T>)>;

    /// `workers` outlives this; `mailbox` is of the main thread.
    RunningRequests(const std::vector<std::unique_ptr<Worker>>& workers, Mailbox& mailbox) : m_workers(workers), m_mailbox(mailbox) {}

    void list(Done<RunningListResult> done);
    /// Errors: NotFound (nothing with this id runs).
    void stop(const QString& id, Done<Nothing> done);

private:
    struct Question
    {
        std::size_t open = 0; ///< workers that have not answered
        std::vector<RunningExchange> exchanges;
        std::size_t total = 0;
        bool stopped = false;
        std::function<void(const Question&)> finish;
    };
    std::uint64_t begin(std::function<void(const Question&)> finish);
    void answer(std::uint64_t number, const std::function<void(Question&)>& add);

    const std::vector<std::unique_ptr<Worker>>& m_workers;
    Mailbox& m_mailbox;
    std::unordered_map<std::uint64_t, Question> m_questions;
    std::uint64_t m_next = 1;
};

} // namespace lanyard
