#pragma once

#include "gui/app/AdminApp.h"

#include <QDir>

namespace lanyard::test {

/// Pictures of a window that runs for real against a service.
class Shots
{
public:
    explicit Shots(QDir folder) : m_folder(std::move(folder)) {}

    /// Every page of a service as it is, named `name`-<page>.png.
    void takePages(const QString& socket, const QString& name);
    /// One page, after `prepare` did something to the window.
    void takePage(const QString& socket, int page, const QString& name, const std::function<void(AdminApp&)>& prepare);
    void takeTrayImages();

    int count() const { return m_count; }

private:
    void save(const QPixmap& picture, const QString& name);

    QDir m_folder;
    int m_count = 0;
};

/// Light and dark without a desktop that says so.
QPalette lightPalette();
QPalette darkPalette();

} // namespace lanyard::test
