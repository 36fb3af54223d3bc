#pragma once

#include "gui/models/AdminSession.h"

namespace lanyard {

/// One answer of the service that is kept fresh: read when the connection comes up and when somebody says it may be
/// stale, never on a clock. At most one call is under way, and calls keep a distance, so that a burst of changes costs
/// two calls. While nobody looks (`setWanted(false)`) nothing is read.
///
/// Lives in: the main thread.
class LiveQueryBase : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds kDistance{250};

    void setWanted(bool wanted);
    /// Read again as soon as the rules above allow.
    void markStale();

    /// The last attempt failed; an older answer may still be there.
    const std::optional<Error>& error() const { return m_error; }

Q_SIGNALS:
    void changed();

protected:
    explicit LiveQueryBase(AdminSession& session, QObject* parent);
    virtual void send() = 0;
    void finish(const std::optional<Error>& error);
    AdminSession& session() { return m_session; }

private:
    void onPhase();
    void sendIfDue();

    AdminSession& m_session;
    QTimer m_distance; ///< runs until the next call may go out
    std::optional<Error> m_error;
    bool m_wanted = false;
    bool m_stale = true;
    bool m_underWay = false;
};

template <class M>
class LiveQuery final : public LiveQueryBase
{
public:
    explicit LiveQuery(AdminSession& session, QObject* parent = nullptr) : LiveQueryBase(session, parent) {}

    /// For the calls from now on.
    void setParams(typename M::Params params) { m_params = std::move(params); }
    /// The newest answer; nothing before the first one. Kept when the connection is lost.
    const std::optional<typename M::Result>& value() const { return m_value; }

private:
    void send() override
    {
        session().client().template call<M>(this, m_params, [this](Result<typename M::Result> answer) {
            if (!answer)
                return finish(answer.error());
            m_value = *std::move(answer);
            finish(std::nullopt);
        });
    }

    typename M::Params m_params;
    std::optional<typename M::Result> m_value;
};

} // namespace lanyard
