# Runs `npm ci` when node_modules is missing or older than the lock file. Several build folders share node_modules, so
# one at a time; a lock of a process that died is free again.
file(LOCK ${WEB}/.install.lock GUARD PROCESS TIMEOUT 900)
set(installed ${WEB}/node_modules/.package-lock.json)
if(NOT EXISTS ${installed} OR ${WEB}/package-lock.json IS_NEWER_THAN ${installed})
  execute_process(COMMAND ${NPM} ci --omit=dev --no-audit --no-fund WORKING_DIRECTORY ${WEB} RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "npm ci failed in ${WEB}. It needs the npm registry, or a cache that has the packages; "
                        "-DMERGELOOM_WEB=OFF builds without the web UI.")
  endif()
  file(TOUCH ${installed})
endif()
file(TOUCH ${STAMP})
