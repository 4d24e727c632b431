#pragma once

#include <QMainWindow>

namespace mergeloom {

class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(QWidget *parent = nullptr);
};

} // namespace mergeloom
