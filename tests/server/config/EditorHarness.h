#pragma once

#include "config/ConfigEditor.h"
#include "config/YamlDocument.h"

#include <QFile>

#include <algorithm>
#include <map>
#include <string>

namespace lanyard::test {

/// Numbers from 1, for each kind.
class CountingIds final : public IdSource
{
public:
    std::uint32_t next(ObjectKind kind) override { return ++m_last[kind]; }

private:
    std::map<ObjectKind, std::uint32_t> m_last;
};

inline ApiKeyHasher testHasher()
{
    ApiKeyPepper pepper{};
    pepper.fill(7);
    return ApiKeyHasher(pepper);
}

/// A configuration that documents are applied to, one after the other, as the store does it.
class EditorHarness
{
public:
    Configuration current;
    ChangeReport report; ///< of the last change that succeeded
    std::map<std::string, std::string> variables;

    Result<void> apply(std::string_view yaml, ConfigChange change = {})
    {
        Result<ConfigNode> document = parseConfigYaml(yaml, variables);
        if (!document)
            return document.error();
        change.document = *std::move(document);
        return applyChange(change);
    }

    Result<void> applyChange(const ConfigChange& change)
    {
        Result<EditedConfiguration> edited = lanyard::applyChange(current, change, m_ids, m_hasher);
        if (!edited)
            return edited.error();
        current = std::move(edited->next);
        report = std::move(edited->report);
        return {};
    }

    /// "created provider openai/", one line each: action, kind, name, parent, note.
    std::string lines() const;
    const ApiKeyHasher& hasher() const { return m_hasher; }

private:
    CountingIds m_ids;
    ApiKeyHasher m_hasher = testHasher();
};

inline QByteArray fixture(const QString& name)
{
    QFile file(QStringLiteral(LANYARD_FIXTURES "/config/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace lanyard::test
