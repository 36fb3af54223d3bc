#include "store/AnswerTable.h"

#include "store/JsonColumns.h"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace lanyard {
namespace {

SealOwner ownerOf(const RequestIdBits& key)
{
    std::uint32_t id = 0;
    for (std::size_t i = 0; i < sizeof id; ++i)
        id = id << 8 | key[i];
    return {"answer", id};
}

/// Shape: status, newline, headers as JSON, newline, answer.
Secret packed(const KeptAnswer& answer)
{
    return Secret(std::to_string(answer.status) + "\n" + toJson(answer.headers) + "\n" + answer.bytes);
}

bool unpack(std::string_view text, KeptAnswer& answer)
{
    const std::size_t first = text.find('\n');
    const std::size_t second = first == std::string_view::npos ? first : text.find('\n', first + 1);
    if (second == std::string_view::npos)
        return false;
    std::from_chars(text.data(), text.data() + first, answer.status);
    answer.headers = pairsFromJson(text.substr(first + 1, second - first - 1));
    answer.bytes = text.substr(second + 1);
    return answer.status != 0;
}

bool readBits(const QByteArray& blob, RequestIdBits& bits)
{
    if (static_cast<std::size_t>(blob.size()) != bits.size())
        return false;
    std::memcpy(bits.data(), blob.constData(), bits.size());
    return true;
}

} // namespace

Result<std::vector<KeptAnswer>> AnswerTable::load(WallTime now)
{
    std::vector<KeptAnswer> answers;
    if (m_vault.locked())
        return answers;
    auto rows = m_database.query("SELECT key, body, until_ms, sealed FROM kept_answers WHERE until_ms > ? ORDER BY row_id", now);
    if (!rows)
        return rows.error();
    for (;;) {
        const Result<bool> more = rows->next();
        if (!more)
            return more.error();
        if (!*more)
            return answers;
        KeptAnswer answer;
        answer.until = rows->time(2);
        if (!readBits(rows->blob(0), answer.key) || !readBits(rows->blob(1), answer.body))
            continue;
        const Result<Secret> opened = m_vault.unseal(ownerOf(answer.key), rows->blob(3));
        if (opened && unpack(opened->reveal(), answer)) // one that does not open is as good as gone: its request runs again
            answers.push_back(std::move(answer));
    }
}

Result<void> AnswerTable::keep(const KeptAnswer& answer, WallTime now, std::uint64_t mostBytes)
{
    if (m_vault.locked())
        return {};
    const Result<QByteArray> sealed = m_vault.seal(ownerOf(answer.key), packed(answer));
    if (!sealed)
        return sealed.error();
    Result<Transaction> transaction = Transaction::begin(m_database);
    if (!transaction)
        return transaction.error();
    const auto kept = m_database.run("INSERT OR REPLACE INTO kept_answers (key, body, until_ms, bytes, sealed) VALUES (?, ?, ?, ?, ?)", answer.key,
                                     answer.body, answer.until, sealed->size(), *sealed);
    if (!kept)
        return kept.error();
    const auto gone = m_database.run("DELETE FROM kept_answers WHERE until_ms <= ? OR row_id IN (SELECT row_id FROM (SELECT row_id, "
                                     "sum(bytes) OVER (ORDER BY row_id DESC) AS behind FROM kept_answers) WHERE behind > ?)", now, mostBytes);
    return gone ? transaction->commit() : Result<void>(gone.error());
}

} // namespace lanyard
