#pragma once

#include <QString>
#include <QUrl>

#include <vector>

namespace lanyard {

/// What one client needs to use the endpoint.
struct ClientSetup
{
    QString id;    ///< "codex": for the command line
    QString title; ///< "Codex"
    QString place; ///< where the text goes: a file, a terminal, a page of its settings
    QString text;  ///< ready to be copied
};

/// Whom, for what, where.
struct ClientTarget
{
    QUrl endpoint; ///< with its version path: "http://192.168.1.20:11480/v1"
    QString model;
    QString key; ///< "" = a variable or a gap stands in its place
};

/// All that are known, the most common first.
/// Source: the clients' own documentation and runs against them, 2026-11 (Codex 0.169, Claude Code 2.1, opencode 1.18,
/// Gemini CLI 0.61, openai 7.55).
std::vector<ClientSetup> clientSetups(const ClientTarget& target);

/// The endpoint without its version path, as some clients want it.
QString withoutVersion(const QUrl& endpoint);

} // namespace lanyard
