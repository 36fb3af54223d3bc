#pragma once

#include "SoakCall.h"
#include "SoakWorld.h"

#include <QHash>
#include <QProcess>

#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace lanyard::test {

/// How a request that named itself ended for the one who sent it.
enum class Fate {
    Complete, ///< the whole answer, with its terminal mark
    Refused,  ///< an error status
    Broken,   ///< began, and ended early
    Left,     ///< we went away
};

/// All clients of a soak at once, each at its own steady pace: plain calls, streams, aborts in mid-stream, slow and
/// sleeping readers, bad clients, and the owner at the command line.
/// Lives in: the soak's thread.
class SoakTraffic final : public QObject
{
    Q_OBJECT

public:
    explicit SoakTraffic(SoakWorld& world);
    ~SoakTraffic() override;

    void start();
    /// No new clients; those that are there come to their end.
    void pause();
    bool quiet() const { return m_running == 0; }

    /// By X-Request-Id.
    const QHash<QString, Fate>& fates() const { return m_fates; }
    /// "plain", "stream" ... -> how many ended so far.
    const std::map<std::string, int>& counts() const { return m_counts; }
    /// Things that must not happen: calls that hang, commands that fail, bad requests that are answered as if good.
    const QStringList& problems() const { return m_problems; }

private:
    void every(int milliseconds, void (SoakTraffic::*act)());
    void plainCall();
    void stream();
    void abort();
    void slowReader();
    void badClient();
    void command();

    void chat(const char* kind, const QByteArray& model, bool streamed, SoakPlan plan, const QByteArray& more = {});
    Fate fateOf(const SoakEnd& end, bool streamed) const;
    void begin(const char* kind, SoakPlan plan, std::function<void(const SoakEnd&)> judge);
    int dice(int sides) { return static_cast<int>(m_dice() % static_cast<unsigned>(sides)); }

    SoakWorld& m_world;
    std::vector<std::unique_ptr<QTimer>> m_timers;
    QProcess m_owner;
    std::minstd_rand m_dice{1};
    QHash<QString, Fate> m_fates;
    std::map<std::string, int> m_counts;
    QStringList m_problems;
    int m_running = 0;
};

} // namespace lanyard::test
