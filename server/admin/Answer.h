#pragma once

#include "base/Result.h"
#include "protocol/JsonFields.h"

#include <functional>
#include <memory>

namespace lanyard {

/// The one answer that a call gets. Copies share it; the first answer counts. If the last copy goes without having
/// answered, the caller hears Internal instead of waiting for ever.
///
/// Lives in: the admin thread.
class RawAnswer
{
public:
    using Send = std::function<void(Result<QJsonObject>)>;

    explicit RawAnswer(Send send) : m_once(std::make_shared<Once>(std::move(send))) {}
    void operator()(Result<QJsonObject> result) const { m_once->answer(std::move(result)); }

private:
    struct Once
    {
        explicit Once(Send sendAnswer) : send(std::move(sendAnswer)) {}
        ~Once() { answer(Error{ErrorCode::Internal, "the service dropped the call; this is a defect of Lanyard"}); }
        Once(const Once&) = delete;
        Once& operator=(const Once&) = delete;
        void answer(Result<QJsonObject> result)
        {
            if (const Send sendNow = std::exchange(send, nullptr))
                sendNow(std::move(result));
        }
        Send send;
    };
    std::shared_ptr<Once> m_once;
};

/// The same, for one method's result.
template<class R>
class Answer
{
public:
    explicit Answer(RawAnswer raw) : m_raw(std::move(raw)) {}
    void operator()(Result<R> result) const
    {
        m_raw(result ? Result<QJsonObject>(toJson(*result)) : Result<QJsonObject>(result.error()));
    }

private:
    RawAnswer m_raw;
};

} // namespace lanyard
