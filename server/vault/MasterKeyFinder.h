#pragma once

#include "vault/Keychain.h"
#include "vault/MasterKey.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <cstdint>
#include <string>

namespace lanyard {

/// Gets the master key of a per-user service: out of its file where there is one, else from the system's keychain. A new
/// database gets a new key, in the keychain where the session has one that answers in time, else in the file. A database
/// that names a key gets that key or none: never another is made.
///
/// Lives in: the main thread.
class MasterKeyFinder final : public QObject
{
    Q_OBJECT

public:
    struct Request
    {
        std::filesystem::path file;          ///< `master.key` of the data folder
        std::string installation;            ///< names the keychain's entry
        std::optional<MasterKeyId> expected; ///< as the database names it; nothing for a new one
        std::chrono::milliseconds deadline{3'000};
        std::chrono::milliseconds retryAfter{10'000};
    };
    using Found = std::function<void(MasterKey)>;
    using NotYet = std::function<void(const Error&)>;

    MasterKeyFinder(Keychain& keychain, Request request, QObject* parent = nullptr);

    /// `found` runs once. Until then `notYet` runs after each try that failed, and a next try follows by itself. Both may
    /// run before this returns.
    void start(Found found, NotYet notYet);

private:
    void tryOnce();
    void onRead(Result<std::optional<Secret>> entry);
    void makeKey(bool keychainAnswers);
    void useFile();
    void finish(MasterKey key);
    void fail(Error error);
    /// The number of the step under way; answers to an earlier one came too late and are dropped.
    std::uint64_t nextStep();

    Keychain& m_keychain;
    Request m_request;
    Found m_found;
    NotYet m_notYet;
    QTimer m_deadline;
    QTimer m_retry;
    std::function<void()> m_onDeadline;
    std::uint64_t m_step = 0;
};

} // namespace lanyard
