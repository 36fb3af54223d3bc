#pragma once

#include "gui/models/ServiceState.h"

#include <QMainWindow>

#include <functional>
#include <vector>

class QStackedWidget;

namespace lanyard {

class Page;
class PageList;
class StatusLine;

/// The page list, the pages and the status line. A new page is one line in makePages().
///
/// Lives in: the main thread.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(ServiceState& service, QWidget* parent = nullptr);

    const std::vector<Page*>& pages() const { return m_pages; }
    Page* currentPage() const;
    void showPage(int index);
    StatusLine* statusLine() const { return m_statusLine; }

    /// Asked when the window is closed: true = hide only, because a tray icon can bring it back.
    void setHidesOnClose(std::function<bool()> hidesOnClose) { m_hidesOnClose = std::move(hidesOnClose); }
    /// Shows it and brings it to the front.
    void present();

Q_SIGNALS:
    void hiddenToTray();
    /// The window was closed for good, or Quit was chosen.
    void quitRequested();

protected:
    void closeEvent(QCloseEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void makePages(ServiceState& service);
    void makeShortcuts();
    QWidget* makeSidebar();
    void onPageChosen(int index);
    void focusSearch();
    void setActivePage(Page* page);
    void restore();
    void remember() const;

    std::vector<Page*> m_pages;
    Page* m_activePage = nullptr; ///< reads live data; null while the window is hidden
    PageList* m_pageList;
    QStackedWidget* m_stack;
    StatusLine* m_statusLine;
    std::function<bool()> m_hidesOnClose;
};

} // namespace lanyard
