#pragma once

#include "gui/pages/Page.h"

class QVBoxLayout;

namespace lanyard {

class CopyField;
class GlyphLabel;
class MetricTile;
class StatusDot;

/// The service at a glance: its state, where clients reach it, a first request to copy, and what it does now.
///
/// Lives in: the main thread.
class OverviewPage final : public Page
{
    Q_OBJECT

public:
    explicit OverviewPage(ServiceState& service, QWidget* parent = nullptr);

    QString id() const override { return QStringLiteral("overview"); }
    QString title() const override { return tr("Overview"); }
    Glyph glyph() const override { return Glyph::Overview; }
    void activate() override;
    void deactivate() override;

    CopyField* urlField() const { return m_url; }
    /// The first request, or the command that is still missing before it.
    CopyField* nextField() const { return m_next; }

protected:
    void retry() override { service().refresh(); }

private:
    struct NextStep
    {
        QString title;
        QString text;
        QString command;
    };
    NextStep nextStep() const;

    QWidget* makeStateCard();
    QWidget* makeEndpointCard();
    QWidget* makeFiguresCard();
    QWidget* makeNextCard();
    void refresh();
    void updateState();
    void updateEndpoint();
    void updateProblems();
    void updateNext();
    void updateFigures();
    void updateSpend();
    void readSpend();

    LiveQuery<methods::UsageGet> m_usage;
    LiveQuery<methods::ModelList> m_models;
    QTimer m_spendPause; ///< after traffic, until the spending is read again

    StatusDot* m_dot;
    TextLabel* m_state;
    TextLabel* m_details;
    CopyField* m_url;
    GlyphLabel* m_scopeGlyph;
    TextLabel* m_scope;
    TextLabel* m_bound;
    QVBoxLayout* m_problems; ///< one line each
    QStringList m_shownProblems;
    MetricTile* m_inFlight;
    MetricTile* m_requests;
    MetricTile* m_failed;
    MetricTile* m_tokens;
    MetricTile* m_spend;
    TextLabel* m_nextTitle;
    TextLabel* m_nextText;
    CopyField* m_next;
};

} // namespace lanyard
