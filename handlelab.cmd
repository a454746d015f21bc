@echo off
rem handlelab COMMAND [ARGUMENT...]: runs the command. In a working copy it is built first if the jar is missing or older than the
rem sources; unpacked from the zip, the jar is beside this script. No path stands in a block of parentheses: its own would end that.
setlocal DisableDelayedExpansion
set "home=%~dp0"
set "target=%home%"
if not exist "%home%handlelab.jar" set "target=%home%target\"
set "jar=%target%handlelab.jar"
set "archive=%target%handlelab.jsa"
set "checked=%target%handlelab.java"
set "lock=%target%handlelab.building"
set "made=%target%handlelab.made"

if not defined JAVA_HOME goto find_java
set "java=%JAVA_HOME%\bin\java.exe"
if exist "%java%" goto java_found
echo handlelab: JAVA_HOME is "%JAVA_HOME%", but there is no bin\java.exe in it; set it to a JDK 17 or later 1>&2
exit /b 1
:find_java
set "java="
for %%j in (java.exe) do set "java=%%~$PATH:j"
if defined java goto java_found
echo handlelab: no java found; install a JDK 17 or later, or set JAVA_HOME 1>&2
exit /b 1
:java_found

if "%target%"=="%home%" goto built
call :is_stale
if errorlevel 1 goto built
where mvn >nul 2>nul
if not errorlevel 1 goto build
if exist "%jar%" goto old_jar
echo handlelab: "%jar%" is not built yet, and no mvn is found; install Maven 3.8 or later 1>&2
exit /b 1
:old_jar
echo handlelab: the sources are newer than "%jar%", and there is no mvn to build them: running the old one 1>&2
goto built
:build
call :check_java
if errorlevel 1 exit /b 1
if not exist "%target%" mkdir "%target%"
rem One build at a time: mkdir fails if the folder is there already.
set "waits="
:wait_for_build
mkdir "%lock%" 2>nul
if not errorlevel 1 goto locked
if not defined waits echo handlelab: waiting for another build; if none runs, delete "%lock%" 1>&2
set "waits=1"
ping -n 2 127.0.0.1 >nul
goto wait_for_build
:locked
call :build_if_stale
rmdir "%lock%"
if "%build%"=="done" goto built
echo handlelab: the build failed; see above 1>&2
exit /b 1
:built

rem Asks a java once which version it is, not at each start, and makes the archive of loaded classes for it.
set "known="
if exist "%checked%" set /p known=<"%checked%"
if "%known%"=="%java%" goto run
call :check_java
if errorlevel 1 exit /b 1
rem Without the archive everything works, only later. It appears whole or not at all.
if exist "%archive%" del /f "%archive%" 2>nul
"%java%" -XX:ArchiveClassesAtExit="%archive%.new" -Xlog:disable -Xlog:all=off -cp "%jar%" handlelab.cli.WarmUp >nul 2>nul
if not errorlevel 1 move /y "%archive%.new" "%archive%" >nul 2>nul
if exist "%archive%.new" del /f "%archive%.new" 2>nul
2>nul >"%checked%" echo %java%
:run
if not exist "%archive%" goto run_without_archive
"%java%" -XX:SharedArchiveFile="%archive%" "-Dhandlelab.archive=%archive%" -Xshare:auto -Xlog:disable -Xlog:all=off -XX:TieredStopAtLevel=1 -jar "%jar%" %*
exit /b %errorlevel%
:run_without_archive
"%java%" -XX:TieredStopAtLevel=1 -jar "%jar%" %*
exit /b %errorlevel%

rem The error level is 1 if the jar is as new as the sources: xcopy lists those newer than the copy that the last build left.
:is_stale
if not exist "%jar%" exit /b 0
pushd "%home%"
xcopy /l /d /s /y src\main target\handlelab-sources\ 2>nul | "%SystemRoot%\System32\find.exe" ".java" >nul
set "found=%errorlevel%"
popd
exit /b %found%

:build_if_stale
set "build=done"
call :is_stale
if errorlevel 1 exit /b 0
echo handlelab: building "%jar%"; a first build downloads Maven's plugins and takes minutes 1>&2
if exist "%made%" del "%made%"
pushd "%home%"
(call mvn -B -Dstyle.color=never -DskipTests package && echo ok>"%made%") 2>&1 | "%SystemRoot%\System32\findstr.exe" /c:"[INFO] ---" /c:"[ERROR]" 1>&2
if not exist "%made%" set "build=failed"
if "%build%"=="done" xcopy /s /y /q src\main target\handlelab-sources\ >nul
popd
if "%build%"=="failed" exit /b 0
del "%made%"
if exist "%checked%" del "%checked%"
exit /b 0

:check_java
set "version="
for /f "tokens=2,3" %%a in ('call "%java%" -version 2^>^&1') do if "%%a"=="version" set "version=%%~b"
set "major=0"
for /f "tokens=1,2 delims=.-+" %%a in ("%version%") do call :set_major %%a %%b
if %major% geq 17 exit /b 0
echo handlelab: "%java%" is Java "%version%"; handlelab needs 17 or later. Install one, or set JAVA_HOME 1>&2
exit /b 1

:set_major
set "major=%1"
if "%major%"=="1" set "major=%2"
exit /b 0
