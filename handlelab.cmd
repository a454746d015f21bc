@echo off
rem handlelab COMMAND [ARGUMENT...]: runs the command, and builds it first where the jar is missing or older than the sources.
setlocal DisableDelayedExpansion
set "home=%~dp0"
set "jar=%home%target\handlelab.jar"
set "built=%home%target\handlelab-sources"
rem Unpacked from the zip, the jar is beside this script.
if exist "%home%handlelab.jar" set "jar=%home%handlelab.jar"

if defined JAVA_HOME (
  set "java=%JAVA_HOME%\bin\java.exe"
  if not exist "%JAVA_HOME%\bin\java.exe" (
    echo handlelab: JAVA_HOME is %JAVA_HOME%, but there is no bin\java.exe in it; set it to a JDK 17 or later 1>&2
    exit /b 1
  )
) else (
  set "java=java.exe"
  where java.exe >nul 2>nul
  if errorlevel 1 (
    echo handlelab: no java found; install a JDK 17 or later, or set JAVA_HOME 1>&2
    exit /b 1
  )
)
if "%jar%"=="%home%handlelab.jar" goto run
if not exist "%jar%" goto build
rem xcopy lists the Java sources that are newer than the copy that the last build left.
xcopy /l /d /s /y "%home%src\main" "%built%\" 2>nul | "%SystemRoot%\System32\find.exe" ".java" >nul
if errorlevel 1 goto run
:build
where mvn >nul 2>nul
if errorlevel 1 (
  echo handlelab: %jar% must be built, and no mvn is found; install Maven 3.8 or later 1>&2
  exit /b 1
)
echo handlelab: building %jar% 1>&2
pushd "%home%"
call mvn -q -B -DskipTests package 1>&2
set "failed=%errorlevel%"
popd
if not "%failed%"=="0" (
  echo handlelab: the build failed; see above 1>&2
  exit /b 1
)
xcopy /s /y /q "%home%src\main" "%built%\" >nul
:run
"%java%" -XX:TieredStopAtLevel=1 -jar "%jar%" %*
exit /b %errorlevel%
