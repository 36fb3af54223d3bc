#include "vault/MasterKeyFinder.h"

#include <sodium.h>

namespace lanyard {
namespace {

Secret toHex(const MasterKey& key)
{
    std::string hex(2 * MasterKey::kBytes + 1, '\0');
    sodium_bin2hex(hex.data(), hex.size(), key.reveal().data(), MasterKey::kBytes);
    hex.pop_back();
    return Secret(std::move(hex));
}

std::optional<MasterKey> fromHex(const Secret& hex)
{
    QByteArray bytes(MasterKey::kBytes, '\0');
    std::size_t length = 0;
    const std::string_view text = hex.reveal();
    if (sodium_hex2bin(reinterpret_cast<unsigned char*>(bytes.data()), MasterKey::kBytes, text.data(), text.size(), nullptr, &length,
                       nullptr) != 0) {
        return std::nullopt;
    }
    bytes.truncate(static_cast<qsizetype>(length));
    const std::optional<MasterKey> key = MasterKey::fromBytes(bytes);
    sodium_memzero(bytes.data(), static_cast<std::size_t>(bytes.size()));
    return key;
}

} // namespace

MasterKeyFinder::MasterKeyFinder(Keychain& keychain, Request request, QObject* parent)
    : QObject(parent), m_keychain(keychain), m_request(std::move(request))
{
    m_deadline.setSingleShot(true);
    m_retry.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        nextStep();
        m_onDeadline();
    });
    connect(&m_retry, &QTimer::timeout, this, &MasterKeyFinder::tryOnce);
}

void MasterKeyFinder::start(Found found, NotYet notYet)
{
    m_found = std::move(found);
    m_notYet = std::move(notYet);
    tryOnce();
}

std::uint64_t MasterKeyFinder::nextStep()
{
    m_deadline.stop();
    return ++m_step;
}

void MasterKeyFinder::tryOnce()
{
    if (std::filesystem::exists(m_request.file)) {
        useFile();
        return;
    }
    const std::uint64_t step = nextStep();
    m_onDeadline = [this] { onRead(Error{ErrorCode::Unavailable, "the system's keychain did not answer in time"}); };
    m_deadline.start(m_request.deadline);
    m_keychain.read("master-key-" + m_request.installation, *this, [this, step](Result<std::optional<Secret>> entry) {
        if (step != m_step)
            return;
        nextStep();
        onRead(std::move(entry));
    });
}

void MasterKeyFinder::onRead(Result<std::optional<Secret>> entry)
{
    if (entry && entry->has_value()) {
        const std::optional<MasterKey> key = fromHex(**entry);
        if (key && (!m_request.expected || key->id() == *m_request.expected))
            finish(*key);
        else
            fail({ErrorCode::Locked, "the keychain's master key is not the one that sealed this database"});
        return;
    }
    if (!m_request.expected)
        makeKey(entry.has_value());
    else if (entry)
        fail({ErrorCode::Locked, "the keychain does not hold this database's master key (key id " + *m_request.expected + ")"});
    else
        fail({ErrorCode::Locked, "the secrets are locked: " + entry.error().message, entry.error().detail});
}

void MasterKeyFinder::makeKey(bool keychainAnswers)
{
    if (!keychainAnswers) {
        useFile();
        return;
    }
    const MasterKey key = MasterKey::generate();
    const std::uint64_t step = nextStep();
    m_onDeadline = [this] { useFile(); };
    m_deadline.start(m_request.deadline);
    m_keychain.write("master-key-" + m_request.installation, toHex(key), *this, [this, step, key](Result<void> written) {
        if (step != m_step)
            return;
        nextStep();
        if (written)
            finish(key);
        else
            useFile();
    });
}

void MasterKeyFinder::useFile()
{
    Result<MasterKey> key = openMasterKeyFile(m_request.file, m_request.expected);
    if (key)
        finish(*std::move(key));
    else
        fail(std::move(key).error());
}

void MasterKeyFinder::finish(MasterKey key)
{
    const Found found = std::move(m_found);
    m_found = nullptr;
    found(std::move(key));
}

void MasterKeyFinder::fail(Error error)
{
    m_retry.start(m_request.retryAfter);
    m_notYet(error);
}

} // namespace lanyard
